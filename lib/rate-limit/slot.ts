/** What a counter says to an attempt that asks it for one of its few slots. */
export type SlotLookup<Slot> =
  | { readonly reserved: true; readonly slot: Slot }
  | {
      readonly reserved: false;
      readonly nextSlotAtEpochMs: number;
      /** When the latest slot was reserved: that attempt may still be in flight. */
      readonly latestAttemptAtEpochMs: number;
      /** Grows with each success, so that who waits can see that waiting helps. */
      readonly progress: number;
    };
