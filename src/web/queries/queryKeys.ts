/** What the keys of queries begin with, for acts that make what is known old without knowing how it is asked for. */
export const homeQueries = ['home']
export const keyQueries = ['keys']
export const certificateQueries = ['certificates']
