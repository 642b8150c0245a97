package org.pairboot.artifacts.catalog;

/** How long a name stands for the same bytes. Caches go by it. */
public enum Lifetime {
  /** For ever, because the name says which version it means. */
  IMMUTABLE,
  /** Until something is imported, removed or set anew: an alias, a generated script, a loader. */
  CHANGING
}
