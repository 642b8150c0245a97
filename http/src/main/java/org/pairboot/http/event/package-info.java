/** Events of the boot plane over HTTP, for logs, timelines and metrics. */
package org.pairboot.http.event;
