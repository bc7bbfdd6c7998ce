import { Link } from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';
import { fileUrl, SourceVersion } from '../../lib/formatting';

const useStyles = makeStyles({
  place: {
    overflowWrap: 'anywhere',
  },
});

/** A file of the source and the line in it; a link where it is on the web. */
export function SourcePlace(props: {
  file: string;
  line?: number;
  /** The version of the source that has the file; without it there is no link. */
  version?: SourceVersion;
}) {
  const { file, line, version } = props;
  const classes = useStyles();
  const url = version && fileUrl(version, { file, line });
  const text = (
    <code className={classes.place}>{line ? `${file}:${line}` : file}</code>
  );
  return url ? <Link to={url}>{text}</Link> : text;
}
