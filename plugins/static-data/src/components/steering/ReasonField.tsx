import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { DialogField } from '../common/FormDialog';

/** The longest reason that the backend takes. */
const MAX_LENGTH = 500;

/** Asks why, first of all. */
export function ReasonField(props: {
  required?: boolean;
  value: string;
  disabled: boolean;
  onChange: (text: string) => void;
}) {
  const { required = false, ...field } = props;
  const { t } = useStaticDataTranslation();
  return (
    <DialogField
      {...field}
      label={required ? t('steering.reason') : t('steering.optionalReason')}
      maxLength={MAX_LENGTH}
    />
  );
}

/** What the backend is told; undefined if nothing has been entered. */
export function toReason(text: string): string | undefined {
  return text.trim() || undefined;
}
