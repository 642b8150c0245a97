/**
 * The boot plane over HTTP: names of the catalog, served exactly, with {@code sendfile}.
 *
 * <p>Firmware and boot loaders are picky readers of HTTP, so every answer has a status line of HTTP
 * 1.1, a {@code Content-Length} that is not the last header line, no chunks, no compression and no
 * redirect. Requests are answered on the I/O threads; nothing here blocks but the disk itself.
 *
 * <p>Undertow and XNIO greet at level info; a log configuration keeps {@code org.xnio} and {@code
 * io.undertow} at warn.
 */
package org.pairboot.http;
