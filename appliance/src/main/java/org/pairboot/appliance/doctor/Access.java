package org.pairboot.appliance.doctor;

import java.net.InetAddress;
import org.pairboot.conf.ClientPolicies;
import org.pairboot.conf.TftpSettings;

/** Whether this machine itself may read by TFTP: who may not gets no answer at all. */
final class Access {
  private Access() {}

  static boolean isAllowed(TftpSettings tftp, InetAddress own) {
    return tftp.clients().of(own).access() == ClientPolicies.Access.ALLOW;
  }
}
