/* Finds a number for the public form while somebody writes, so that automated posts cost something. Without it the
   form works all the same. */
(() => {
  const field = document.querySelector("[data-proof]");
  const token = document.querySelector("[name=submission]");
  if (!field || !token || !window.crypto?.subtle) return;
  const bits = 13;
  const words = new TextEncoder();
  const isProof = async (number) => {
    const digest = await crypto.subtle.digest("SHA-256", words.encode(`${token.value}:${number}`));
    return new DataView(digest).getUint32(0) >>> (32 - bits) === 0;
  };
  const search = async () => {
    let number = 0;
    while (!(await isProof(number))) number += 1;
    field.value = String(number);
  };
  search();
})();
