import {
  SteeringAct,
  SyncPause,
  SyncPin,
} from '@internal/plugin-static-data-common';
import { makeStyles } from '@material-ui/core/styles';
import { ReactNode } from 'react';
import { useActorNames } from '../../hooks/useActorNames';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { shortRevision } from '../../lib/source';
import { RelativeTime } from '../common/facts';
import { Actor } from '../common/labels';

/** Who paused a source and when, until when, and why. */
export function PauseWords(props: { pause: SyncPause }) {
  const { pausedBy, since, until, reason } = props.pause;
  const { t, formatMinute } = useStaticDataTranslation();
  const values = {
    who: pausedBy ? (
      <Actor actor={pausedBy} />
    ) : (
      <>{t('steering.configuration')}</>
    ),
    since: <RelativeTime time={since} />,
  };
  return (
    <>
      {until
        ? t('steering.byUntil', { ...values, until: formatMinute(until) })
        : t('steering.by', values)}
      : {reason}
    </>
  );
}

/** What a source is pinned to, by whom and when, until when, and why. */
export function PinWords(props: { pin: SyncPin }) {
  const { pin } = props;
  const { pinnedBy, since, until, reason } = pin;
  const { t, formatMinute } = useStaticDataTranslation();
  const describe = usePinTarget();
  const values = {
    target: describe(pin),
    who: <Actor actor={pinnedBy} />,
    since: <RelativeTime time={since} />,
  };
  return (
    <>
      {until
        ? t('steering.pinnedToUntil', { ...values, until: formatMinute(until) })
        : t('steering.pinnedTo', values)}
      : {reason}
    </>
  );
}

// among other words, colour alone would not tell a link
const useStyles = makeStyles({
  words: { '& a': { textDecoration: 'underline' } },
});

/** How old the data of a source is; while it is pinned, which state that is, and when it was synced. */
export function DataAge(props: {
  /** When the latest sync that was applied started; ISO 8601, UTC. */
  dataAsOf: string;
  pin: SyncPin | null;
  /** The age, where it is more than text. */
  children?: ReactNode;
}) {
  const { dataAsOf, pin, children } = props;
  const { t } = useStaticDataTranslation();
  const classes = useStyles();
  const describe = usePinTarget();
  const age = children ?? <RelativeTime time={dataAsOf} />;
  // a sync that is older than the pin has not followed it yet
  if (!pin || Date.parse(dataAsOf) < Date.parse(pin.since)) {
    return <>{age}</>;
  }
  return (
    <span className={classes.words}>
      {t('steering.syncedState', { target: describe(pin), age: <>{age}</> })}
    </span>
  );
}

/** Names what a source is pinned to: the state of a sync, or a ref and the commit that it is. */
export function usePinTarget(): (
  pin:
    | Pick<SteeringAct, 'sync' | 'ref' | 'revision'>
    | Pick<SyncPin, 'sync' | 'ref' | 'revision'>,
) => string {
  const { t } = useStaticDataTranslation();
  return ({ sync, ref, revision }) => {
    if (sync) {
      return t('steering.stateOf', { number: String(sync.number) });
    }
    const commit = revision ? shortRevision(revision) : '';
    if (!ref || ref === revision) {
      return commit || shortRevision(ref ?? '');
    }
    return commit ? `${ref} (${commit})` : ref;
  };
}

/** Says what somebody did to the syncs of a source, when and why. */
export function useActWords(): (act: SteeringAct) => string {
  const { t, formatDateTime } = useStaticDataTranslation();
  const nameOf = useActorNames();
  const describe = usePinTarget();
  return act => {
    const { type, triggeredBy, time, until, reason, sync } = act;
    const words = t(`steering.act.${type}`, {
      who: nameOf(triggeredBy),
      time: formatDateTime(time),
      target: type === 'PIN' ? describe(act) : '',
      number: sync ? String(sync.number) : '',
    });
    const end =
      until && t('steering.act.until', { until: formatDateTime(until) });
    return [[words, end].filter(Boolean).join(', '), reason]
      .filter(Boolean)
      .join(': ');
  };
}
