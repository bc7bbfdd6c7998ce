import { render, waitFor } from '@testing-library/react';
import App from './App';

describe('App', () => {
  it('renders', async () => {
    Object.defineProperty(process.env, 'APP_CONFIG', {
      configurable: true,
      enumerable: true,
      value: [
        {
          context: 'test',
          data: {
            app: { title: 'Test' },
            backend: { baseUrl: 'http://localhost:7007' },
          },
        },
      ],
    });

    const { baseElement } = render(<App />);
    await waitFor(() => expect(baseElement).not.toBeEmptyDOMElement());
  });
});
