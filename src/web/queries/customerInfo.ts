import { mutationOptions, queryOptions } from '@tanstack/react-query'
import { CustomerInfo, type CustomerSettingsSave } from '#src/domain/customer.ts'
import { send } from '../http.ts'
import { home } from './home.ts'
import { keyQueries } from './keys.ts'

export const customerInfo = () =>
  queryOptions({ queryKey: ['customer-info'], queryFn: () => send('GET', '/customer-info', CustomerInfo) })

export const saveCustomerInfo = () =>
  mutationOptions({
    mutationFn: (save: CustomerSettingsSave) => send('PUT', '/customer-info', CustomerInfo, save),
    // Saving re-dates and removes keys, so whatever is known of them is old.
    onSuccess(saved, _save, _result, { client }) {
      client.setQueryData(customerInfo().queryKey, saved)
      return Promise.all([client.invalidateQueries({ queryKey: keyQueries }), client.invalidateQueries(home())])
    },
    onError(error, _save, _result, { client }) {
      if (error.code === 'stale') return client.invalidateQueries(customerInfo())
      return undefined
    },
  })
