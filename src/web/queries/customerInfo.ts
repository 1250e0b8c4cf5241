import { mutationOptions, queryOptions } from '@tanstack/react-query'
import { CustomerInfo, type CustomerSettingsSave } from '#src/domain/customer.ts'
import { send } from '../http.ts'
import { certificateQueries, homeQueries, keyQueries } from './queryKeys.ts'

export const customerInfo = () =>
  queryOptions({ queryKey: ['customer-info'], queryFn: () => send('GET', '/customer-info', CustomerInfo) })

export const saveCustomerInfo = () =>
  mutationOptions({
    mutationFn: (save: CustomerSettingsSave) => send('PUT', '/customer-info', CustomerInfo, save),
    // Saving re-dates and removes keys, so whatever is known of them is old. Nobody waits for what is asked anew.
    onSuccess(saved, _save, _result, { client }) {
      client.setQueryData(customerInfo().queryKey, saved)
      void client.invalidateQueries({ queryKey: keyQueries })
      void client.invalidateQueries({ queryKey: certificateQueries })
      void client.invalidateQueries({ queryKey: homeQueries })
    },
    // A refusal as stale says that there is something newer to know; that is waited for, because it is the answer.
    onError: (error, _save, _result, { client }) =>
      error.code === 'stale' ? client.invalidateQueries(customerInfo()) : undefined,
  })
