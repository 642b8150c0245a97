/** Option negotiation: what a client asks for against what the settings and the link allow. */
package org.pairboot.tftp.option;
