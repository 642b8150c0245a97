/** What the server tells about its transfers, and the log line made of it. */
package org.pairboot.tftp.event;
