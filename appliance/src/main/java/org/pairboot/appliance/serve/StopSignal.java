package org.pairboot.appliance.serve;

import java.util.Optional;
import org.pairboot.appliance.start.LogQueue;
import org.pairboot.appliance.systemd.ServiceManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops a server at SIGTERM and SIGINT. A JVM that a signal stops exits with 128 plus the signal's
 * number. But a server that was told to stop, even before it was ready, has not failed, so the
 * process ends with 0. Thread-safe.
 */
public final class StopSignal {
  private static final Logger LOG = LoggerFactory.getLogger(StopSignal.class);

  /** An exit code other than that of wrong settings, with which nothing is started again. */
  private static final int FAILED = 1;

  private final ServiceManager manager;
  private final LogQueue log;
  private Optional<Appliance> running = Optional.empty();

  /** Whether somebody ends the process already. */
  private boolean ended;

  private StopSignal(ServiceManager manager, LogQueue log) {
    this.manager = manager;
    this.log = log;
  }

  /** From now on, a signal ends the process with 0. */
  public static StopSignal install(ServiceManager manager, LogQueue log) {
    StopSignal signal = new StopSignal(manager, log);
    Runtime.getRuntime().addShutdownHook(new Thread(signal::stop, "stop"));
    return signal;
  }

  /** What to stop. */
  public synchronized void serving(Appliance appliance) {
    running = Optional.of(appliance);
  }

  /**
   * A server has failed for good. Ends the process, so that its service manager starts it again. At
   * once: what has failed could keep an orderly stop from ending.
   *
   * @param server its protocol, for people
   */
  public void failed(String server) {
    synchronized (this) {
      if (ended) {
        return;
      }
      ended = true;
    }
    LOG.error("{} has failed and answers no more; this process ends, to be started again", server);
    log.close();
    Runtime.getRuntime().halt(FAILED);
  }

  /** The server has ended by itself, and the process ends with the exit code of its command. */
  public synchronized void ended() {
    ended = true;
  }

  private void stop() {
    Optional<Appliance> appliance;
    synchronized (this) {
      if (ended) {
        return;
      }
      ended = true;
      appliance = running;
    }
    manager.stopping();
    if (appliance.isPresent()) {
      LOG.info("stopping; waiting for running transfers");
      boolean allEnded = appliance.get().stop();
      LOG.info(allEnded ? "stopped" : "stopped; some transfers were interrupted");
    } else {
      LOG.info("stopped before it was ready");
    }
    log.close();
    Runtime.getRuntime().halt(0);
  }
}
