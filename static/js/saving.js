// Sending what was typed, and an honest line about what became of it. The words stand in the page, in its language.
export class SaveLine {
  constructor(place) {
    this.place = place;
    this.words = place.dataset;
  }

  saving() {
    this.say(this.words.saving, false, true);
  }

  // At the hour the server tells, or by this machine's clock.
  saved(at) {
    const now = new Date();
    const two = (number) => String(number).padStart(2, "0");
    this.say(`${this.words.saved} ${at ?? `${two(now.getHours())}:${two(now.getMinutes())}`}`, false);
  }

  failed(sentence) {
    this.say(`${this.words.notSaved} ${sentence}`, true);
  }

  say(text, isFailure, isWaiting = false) {
    this.place.textContent = text;
    this.place.classList.toggle("is-waiting", isWaiting);
    this.place.classList.toggle("is-failure", isFailure);
  }
}

// The browser goes to the address's fragment when the page is loaded, and takes the focus with it: ours comes after.
export function whenLoaded(act) {
  if (document.readyState === "complete") act();
  else addEventListener("load", () => setTimeout(act));
}

// `fields` by name, or as pairs where a name comes more than once.
// Answers {status, body}; a lost connection, an expired login and a broken answer are statuses of their own.
export async function send(address, fields, token) {
  let answer;
  try {
    answer = await fetch(address, {
      method: "POST",
      body: new URLSearchParams([...(Array.isArray(fields) ? fields : Object.entries(fields)), ["csrfmiddlewaretoken", token]]),
      headers: { Accept: "application/json" },
      redirect: "manual",
    });
  } catch {
    return { status: "offline" };
  }
  if (answer.type === "opaqueredirect" || answer.status === 401) return { status: "login" };
  try {
    return { status: answer.status, body: await answer.json() };
  } catch {
    return { status: answer.status === 403 || answer.status === 404 ? answer.status : "server" };
  }
}
