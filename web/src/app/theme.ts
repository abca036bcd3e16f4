import {
  ActionIcon,
  Badge,
  Button,
  CloseButton,
  type CloseButtonProps,
  createTheme,
  type CSSVariablesResolver,
  Modal,
  Paper,
  Tooltip,
} from '@mantine/core';
import { messages } from '../messages';

const font =
  'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "Liberation Sans", Arial, sans-serif';

/** Calm and dense: small type, thin lines, one accent for the next action. Colour otherwise means state, and nothing else. */
export const theme = createTheme({
  primaryColor: 'indigo',
  primaryShade: { light: 7, dark: 7 },
  fontFamily: font,
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace',
  headings: {
    fontFamily: font,
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.375rem', lineHeight: '1.3' },
      h2: { fontSize: '1.0625rem', lineHeight: '1.4' },
      h3: { fontSize: '0.9375rem', lineHeight: '1.4' },
    },
  },
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.125rem' },
  defaultRadius: 'sm',
  radius: { xs: '3px', sm: '6px', md: '8px', lg: '12px', xl: '16px' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: Button.extend({ defaultProps: { size: 'xs' } }),
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: 'subtle', color: 'gray' } }),
    Badge: Badge.extend({ defaultProps: { radius: 'sm', variant: 'light', tt: 'none', fw: 550 } }),
    Paper: Paper.extend({ defaultProps: { radius: 'md', withBorder: true } }),
    CloseButton: CloseButton.extend({
      defaultProps: { 'aria-label': messages.common.close } as Partial<CloseButtonProps>,
    }),
    Modal: Modal.extend({ defaultProps: { centered: false, transitionProps: { duration: 0 } } }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 300, withArrow: true } }),
  },
});

/** Mantine's greys are too faint for small text (WCAG AA asks for 4.5 : 1), and its dark panels too grey beside ours. */
export const variables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#5c6370',
    '--mantine-color-error': '#b42323',
    '--mantine-color-placeholder': '#6b7280',
    '--mantine-color-text': '#1b1f27',
    '--mantine-color-default-border': '#cfd3da',
    '--mantine-color-yellow-light-color': '#7a4900',
    '--mantine-color-green-light-color': '#1b5e2f',
    '--mantine-color-red-light-color': '#a61e1e',
    '--mantine-color-indigo-light-color': '#2b45b5',
    '--mantine-color-gray-light-color': '#3d444f',
  },
  dark: {
    '--mantine-color-body': '#1a1b1e',
    '--mantine-color-text': '#dfe2e8',
    '--mantine-color-dimmed': '#9aa1ad',
    '--mantine-color-error': '#ff9b9b',
    '--mantine-color-placeholder': '#8d95a1',
    '--mantine-color-default': '#202227',
    '--mantine-color-default-hover': '#292c32',
    '--mantine-color-default-border': '#3a3e46',
    '--mantine-color-yellow-light-color': '#ffd98a',
    '--mantine-color-green-light-color': '#8ce99a',
    '--mantine-color-red-light-color': '#ffb3b3',
    '--mantine-color-gray-light-color': '#c7ccd6',
  },
});
