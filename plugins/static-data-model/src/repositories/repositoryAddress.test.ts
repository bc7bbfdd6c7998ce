import { toAddressText } from './repositoryAddress';

const pay = { owner: 'acme', name: 'pay' };
const onGithub = { host: 'github.com', ...pay };

describe('toAddressText', () => {
  it.each([
    [pay, 'acme/pay'],
    [onGithub, 'github.com/acme/pay'],
    [{ ...pay, refAndPath: 'main/a' }, 'acme/pay/tree/main/a'],
    [{ ...pay, ref: 'v1', path: 'a/b' }, 'acme/pay/a/b#v1'],
  ])('writes %j', (address, text) => {
    expect(toAddressText(address)).toBe(text);
  });
});
