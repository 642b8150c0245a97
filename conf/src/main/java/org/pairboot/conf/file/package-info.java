/**
 * Reads the files that an administrator writes, within limits: whatever is in them, reading ends
 * soon and takes little memory.
 *
 * <p>{@link org.pairboot.conf.file.HoconFile} reads settings and boot plans, {@link
 * org.pairboot.conf.file.TextFile} everything else. {@link org.pairboot.conf.file.GoodCopies} keeps
 * what was good last.
 */
package org.pairboot.conf.file;
