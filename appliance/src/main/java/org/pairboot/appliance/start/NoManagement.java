package org.pairboot.appliance.start;

import javax.management.MBeanServerBuilder;
import javax.management.MBeanServerDelegate;

/**
 * Leaves a process without JMX, by the system property {@code javax.management.builder.initial}.
 * XNIO registers its parts there and continues if it cannot. The distribution's runtime has no
 * agent through which anybody could look at them, and the JVM's own beans with their logger, for
 * which all jars are searched, take a tenth of the time of a start.
 */
public final class NoManagement extends MBeanServerBuilder {
  @Override
  public MBeanServerDelegate newMBeanServerDelegate() {
    throw new UnsupportedOperationException("JMX is switched off");
  }
}
