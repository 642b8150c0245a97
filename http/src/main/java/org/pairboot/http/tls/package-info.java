/**
 * The certificate of HTTPS: read from PEM files or made by the server itself, and exchanged while
 * it runs.
 */
package org.pairboot.http.tls;
