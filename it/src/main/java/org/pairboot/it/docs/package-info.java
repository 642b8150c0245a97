/**
 * The documents for users, read as their readers read them: pages with links between them, and
 * commands that are run on a machine made for them. {@code packaging/docs/writing.md} says how an
 * author adds a command.
 */
package org.pairboot.it.docs;
