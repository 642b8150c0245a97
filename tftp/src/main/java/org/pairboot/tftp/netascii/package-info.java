/** Text with CR LF line ends, for clients that ask for it (RFC 764, RFC 1350). */
package org.pairboot.tftp.netascii;
