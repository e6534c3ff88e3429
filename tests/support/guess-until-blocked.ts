/** Wrong passwords until the rate limit blocks their account. */

/** More than any test lets pass. */
const mostGuesses = 50;

/**
 * Guesses until the answer is a 429.
 * @throws if there is another answer than 400 before it, or no 429 at all
 */
export async function guessUntilBlocked(guess: () => Promise<{ readonly status: number }>): Promise<void> {
  for (let guesses = 1; guesses <= mostGuesses; guesses++) {
    const { status } = await guess();
    if (status === 429) return;
    if (status !== 400) throw new Error(`The answer to wrong password ${guesses} was ${status}`);
  }
  throw new Error(`${mostGuesses} wrong passwords have not blocked the account`);
}
