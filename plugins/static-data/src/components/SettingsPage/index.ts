export { SettingsPageBody } from './SettingsPageBody';
export { StaticDataSettingsPage } from './StaticDataSettingsPage';
