export { ConfirmationTab } from './ConfirmationTab';
