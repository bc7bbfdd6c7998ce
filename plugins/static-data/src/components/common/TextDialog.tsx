import { ComponentProps, useState } from 'react';
import { DialogField, FormDialog } from './FormDialog';

const MAX_LENGTH = 255;

/** An open dialog that asks the reader for a text. */
export function TextDialog(
  props: Omit<
    ComponentProps<typeof FormDialog>,
    'description' | 'isValid' | 'onSubmit' | 'children' | 'actions'
  > & {
    description: string;
    /** Shown above the text field. */
    children?: ComponentProps<typeof FormDialog>['children'];
    inputLabel: string;
    isValid: (text: string) => boolean;
    onSubmit: (text: string) => void;
  },
) {
  const { description, children, inputLabel, isValid, onSubmit, ...dialog } =
    props;
  const [text, setText] = useState('');
  return (
    <FormDialog
      {...dialog}
      description={[description]}
      isValid={isValid(text)}
      onSubmit={() => onSubmit(text)}
    >
      {children}
      <DialogField
        label={inputLabel}
        value={text}
        maxLength={MAX_LENGTH}
        disabled={dialog.busy ?? false}
        onChange={setText}
      />
    </FormDialog>
  );
}
