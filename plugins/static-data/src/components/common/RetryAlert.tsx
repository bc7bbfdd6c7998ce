import { useTranslationRef } from '@backstage/frontend-plugin-api';
import Button from '@material-ui/core/Button';
import Alert from '@material-ui/lab/Alert';
import { ReactNode } from 'react';
import { staticDataTranslationRef } from '../../translation';

/** A warning about something that can be tried again. */
export function RetryAlert(props: {
  onRetry: () => void;
  children: ReactNode;
}) {
  const { t } = useTranslationRef(staticDataTranslationRef);
  return (
    <Alert
      severity="warning"
      action={
        <Button color="inherit" size="small" onClick={props.onRetry}>
          {t('error.retry')}
        </Button>
      }
    >
      {props.children}
    </Alert>
  );
}
