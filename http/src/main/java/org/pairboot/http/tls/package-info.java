/**
 * The HTTPS certificate: read from PEM files or made by the server itself, and replaced while it
 * runs.
 */
package org.pairboot.http.tls;
