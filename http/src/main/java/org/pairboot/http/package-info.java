/**
 * Serves the boot plane over HTTP and HTTPS: the names of the catalog, with {@code sendfile}.
 *
 * <p>Firmware and boot loaders parse HTTP badly, so every response has an HTTP/1.1 status line and
 * a {@code Content-Length} that is not the last header, and is never chunked, compressed or a
 * redirect. Requests are handled on the I/O threads; only the disk can block them.
 *
 * <p>Undertow and XNIO log banners at level info; the log configuration sets {@code org.xnio} and
 * {@code io.undertow} to warn.
 */
package org.pairboot.http;
