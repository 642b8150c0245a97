/** TFTP and HTTP clients of many makes read from the server, also in floods and on bad networks. */
package org.pairboot.it.serving;
