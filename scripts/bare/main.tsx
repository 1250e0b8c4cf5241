/** What `npm run bench` compares the console with: one form of the same parts, and nothing around it. */
import { zodResolver } from '@hookform/resolvers/zod'
import { Button } from '@react-spectrum/s2/Button'
import { Checkbox } from '@react-spectrum/s2/Checkbox'
import { Picker, PickerItem } from '@react-spectrum/s2/Picker'
import { Provider } from '@react-spectrum/s2/Provider'
import { TextField } from '@react-spectrum/s2/TextField'
import '@react-spectrum/s2/page.css'
import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query'
import { createRoot } from 'react-dom/client'
import { Controller, useForm } from 'react-hook-form'
import * as z from 'zod/mini'

const Schema = z.object({ email: z.email(), period: z.string(), removes: z.boolean() })

function Page() {
  const { data } = useQuery({ queryKey: ['title'], queryFn: () => Promise.resolve('Bare') })
  const { control, handleSubmit } = useForm({
    resolver: zodResolver(Schema),
    defaultValues: { email: '', period: 'a', removes: false },
  })
  return (
    <form onSubmit={(event) => void handleSubmit(() => undefined)(event)}>
      <h1>{data}</h1>
      <Controller control={control} name="email" render={({ field }) => <TextField {...field} label="E-mail" />} />
      <Controller
        control={control}
        name="period"
        render={({ field: { value, onChange } }) => (
          <Picker label="Period" value={value} onChange={onChange}>
            <PickerItem id="a">A</PickerItem>
            <PickerItem id="b">B</PickerItem>
          </Picker>
        )}
      />
      <Controller
        control={control}
        name="removes"
        render={({ field: { value, onChange } }) => (
          <Checkbox isSelected={value} onChange={onChange}>
            Removes
          </Checkbox>
        )}
      />
      <Button type="submit">Save</Button>
    </form>
  )
}

createRoot(document.getElementById('root')!).render(
  <QueryClientProvider client={new QueryClient()}>
    <Provider background="base" locale="en-US">
      <Page />
    </Provider>
  </QueryClientProvider>,
)
