/** k6 loads a module whose path is only known when it runs by this; `import()` it does not know. */
declare function require(path: string): unknown;
