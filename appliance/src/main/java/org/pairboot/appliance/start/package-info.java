/**
 * What keeps the start of the program short, beyond the ahead-of-time cache. Each was measured by
 * leaving it out: 13 starts in turn on 2 cores, where a start took 495 ms until the first RRQ was
 * answered and {@code pairboot images} took 472 ms.
 *
 * <ul>
 *   <li>{@link org.pairboot.appliance.start.HeadStart}: 90 ms of a server's start
 *   <li>{@link org.pairboot.appliance.start.NoManagement}: 115 ms of a server's start
 *   <li>{@link org.pairboot.appliance.start.LogProvider}: 73 ms of a server's start, 103 ms of a
 *       command
 *   <li>{@code EventTime} in {@link org.pairboot.appliance.start.LogSetup}: 70 ms of a server's
 *       start, 109 ms of a command
 * </ul>
 *
 * <p>Records with {@code equals} written by hand gained nothing with the cache, and are gone.
 */
package org.pairboot.appliance.start;
