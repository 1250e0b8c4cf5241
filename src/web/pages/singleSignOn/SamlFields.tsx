import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useController, useWatch, type Control } from 'react-hook-form'
import { visible } from '#src/domain/certificateDetails.ts'
import { BINDING_TYPES, HASH_ALGORITHMS, type SsoInfo, type SsoSettings } from '#src/domain/sso/settings.ts'
import { Checkbox } from '../../forms/Checkbox.tsx'
import { RadioGroup } from '../../forms/RadioGroup.tsx'
import { TextField } from '../../forms/TextField.tsx'
import { ReadOnlyField } from '../../ui/ReadOnlyField.tsx'
import { FieldHelp } from '../../ui/FieldHelp.tsx'
import { Row } from '../../ui/layout.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { FIELD_LABEL } from './labels.ts'
import { MappingField } from './MappingField.tsx'
import { ConfirmConfiguration } from './ConfirmConfiguration.tsx'
import MetadataImport from './MetadataImport.tsx'
import { OwnSide } from './OwnSide.tsx'
import { ServiceProviderId } from './ServiceProviderId.tsx'
import { SigningCertificates } from './SigningCertificates.tsx'

interface Props {
  control: Control<SsoSettings>
  /** What the fields are compared with. */
  base: SsoInfo
  /** What the backend has now. */
  info: SsoInfo
  /** Whether there is something to save. */
  isEdited: boolean
}

/** The fields of SAML 2.0, in the product's order (reference §7.2). */
export function SamlFields({ control, base, info, isEdited }: Props) {
  return (
    <>
      <OwnSide control={control} base={base} info={info} />
      <ServiceProviderId control={control} info={info} />
      <RadioGroup
        control={control}
        name="bindingType"
        label={FIELD_LABEL.bindingType}
        options={BINDING_TYPES}
        contextualHelp={
          <FieldHelp label={FIELD_LABEL.bindingType}>
            How the browser carries the request to the identity provider: in a form that is posted, or in the address.
          </FieldHelp>
        }
      />
      <Metadata control={control} info={info} />
      <Address control={control} name="loginPortalUrl" isRequired>
        Where people are sent to sign in. The identity provider names it, mostly as its single sign-on service.
      </Address>
      <Address control={control} name="signOutUrl">
        Where people are sent when they sign out. Only for those whom SAML 2.0 alone lets in, and only where the
        provider takes no logout messages.
      </Address>
      <SingleLogout control={control} />
      <Address control={control} name="changePasswordUrl">
        Where people are sent to change the password they have at the identity provider.
      </Address>
      <HashAlgorithm control={control} />
      <Row>
        <Checkbox control={control} name="provisionsUsers">
          {FIELD_LABEL.provisionsUsers}
        </Checkbox>
        <FieldHelp label={FIELD_LABEL.provisionsUsers}>
          Somebody whom the identity provider knows and who has no user here gets one at the first sign-on. First name,
          last name and e-mail address must be mapped for that.
        </FieldHelp>
      </Row>
      <MappingField control={control} version={base.version} />
      <SigningCertificates control={control} base={base} info={info} />
      <div className={switches}>
        <Row>
          <Checkbox control={control} name="hasAdminExemption">
            {FIELD_LABEL.hasAdminExemption}
          </Checkbox>
          <FieldHelp label={FIELD_LABEL.hasAdminExemption}>
            Administrators may also sign in with their Workfront password, for example when the identity provider is out
            of reach.
          </FieldHelp>
        </Row>
        <Row>
          <Checkbox control={control} name="isEnabled">
            {FIELD_LABEL.isEnabled}
          </Checkbox>
          <FieldHelp label={FIELD_LABEL.isEnabled}>
            People then sign in through the identity provider. Passwords of those who have Only Allow SAML 2.0
            Authentication are refused, at the sign-in page and in the API. API keys and open sessions keep working.
          </FieldHelp>
        </Row>
      </div>
      <ConfirmConfiguration info={info} isEdited={isEdited} />
    </>
  )
}

/** Where the provider's metadata says that logout messages go; nobody enters it by hand. */
function SingleLogout({ control }: Pick<Props, 'control'>) {
  const singleLogoutUrl = useWatch({ control, name: 'singleLogoutUrl' })
  return (
    singleLogoutUrl && <ReadOnlyField label={FIELD_LABEL.singleLogoutUrl}>{visible(singleLogoutUrl)}</ReadOnlyField>
  )
}

interface AddressProps extends Pick<Props, 'control'> {
  name: 'loginPortalUrl' | 'signOutUrl' | 'changePasswordUrl'
  isRequired?: boolean
  /** What the `?` says. */
  children: string
}

function Address({ control, name, isRequired = false, children }: AddressProps) {
  return (
    <div className={wide}>
      <TextField
        control={control}
        name={name}
        label={FIELD_LABEL[name]}
        type="url"
        autoComplete="off"
        isRequired={isRequired}
        contextualHelp={<FieldHelp label={FIELD_LABEL[name]}>{children}</FieldHelp>}
      />
    </div>
  )
}

function HashAlgorithm({ control }: Pick<Props, 'control'>) {
  const hashAlgorithm = useWatch({ control, name: 'hashAlgorithm' })
  return (
    <>
      <RadioGroup
        control={control}
        name="hashAlgorithm"
        label={FIELD_LABEL.hashAlgorithm}
        options={HASH_ALGORITHMS}
        isRequired
        contextualHelp={
          <FieldHelp label={FIELD_LABEL.hashAlgorithm}>It must be the one the identity provider is set to.</FieldHelp>
        }
      />
      {hashAlgorithm === 'SHA-1' && (
        <Notice variant="notice" title="SHA-1 signatures can be forged" isLive>
          Choose SHA-256 unless the identity provider knows nothing else.
        </Notice>
      )}
    </>
  )
}

/** **Populate fields from Identity Provider Metadata**, and whose metadata was read last. */
function Metadata({ control, info }: Pick<Props, 'control' | 'info'>) {
  const identityProvider = useController({ control, name: 'identityProviderId' }).field
  const binding = useController({ control, name: 'bindingType' }).field
  const login = useController({ control, name: 'loginPortalUrl' }).field
  const signOut = useController({ control, name: 'signOutUrl' }).field
  const singleLogout = useController({ control, name: 'singleLogoutUrl' }).field
  const certificates = useController({ control, name: 'certificates' }).field
  return (
    <>
      <MetadataImport
        current={{
          identityProviderId: identityProvider.value,
          bindingType: binding.value,
          loginPortalUrl: login.value,
          signOutUrl: signOut.value,
          singleLogoutUrl: singleLogout.value,
          certificates: certificates.value,
        }}
        asOf={info.asOf}
        onFill={(values) => {
          identityProvider.onChange(values.identityProviderId)
          binding.onChange(values.bindingType)
          login.onChange(values.loginPortalUrl)
          signOut.onChange(values.signOutUrl)
          singleLogout.onChange(values.singleLogoutUrl)
          certificates.onChange(values.certificates)
        }}
      />
      {identityProvider.value && (
        <ReadOnlyField label={FIELD_LABEL.identityProviderId}>{visible(identityProvider.value)}</ReadOnlyField>
      )}
    </>
  )
}

const wide = style({ maxWidth: 640 })
const switches = style({ display: 'flex', flexWrap: 'wrap', columnGap: 40, rowGap: 8 })
