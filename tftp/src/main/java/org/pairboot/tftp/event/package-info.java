/** What the server reports about its transfers, and the log of it. */
package org.pairboot.tftp.event;
