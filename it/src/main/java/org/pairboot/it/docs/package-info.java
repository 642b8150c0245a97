/**
 * Reads the pages for users as the tests check them: links between pages, and commands that run on
 * a machine made for them. {@code packaging/docs/writing.md} explains how an author adds a command.
 */
package org.pairboot.it.docs;
