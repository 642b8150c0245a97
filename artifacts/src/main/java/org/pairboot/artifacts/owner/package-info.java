/** Whose files are in a directory that more than one user writes to. */
package org.pairboot.artifacts.owner;
