package org.pairboot.appliance.serve;

import java.lang.reflect.Proxy;

/**
 * SIGHUP, which would otherwise end the JVM. A signal that arrives before there is an action for it
 * is remembered. Thread-safe.
 *
 * <p>{@code sun.misc.Signal} is the only way to handle a signal, and it is supported (JEP 260). But
 * javac's warning about it cannot be suppressed, so it is called by reflection.
 */
public final class HangupSignal {
  private Runnable action;
  private boolean pending;

  private HangupSignal() {}

  /** Handles SIGHUP from now on, so that it no longer ends the process. */
  public static HangupSignal install() throws ReflectiveOperationException {
    HangupSignal hangup = new HangupSignal();
    Class<?> signal = Class.forName("sun.misc.Signal");
    Class<?> handler = Class.forName("sun.misc.SignalHandler");
    Object onSignal =
        Proxy.newProxyInstance(
            handler.getClassLoader(),
            new Class<?>[] {handler},
            (proxy, method, arguments) -> {
              if (method.getName().equals("handle")) {
                hangup.received();
              }
              return null;
            });
    signal
        .getMethod("handle", signal, handler)
        .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), onSignal);
    return hangup;
  }

  /**
   * Runs {@code work} on every signal, one run at a time, on the signal's own thread; and once
   * immediately, on this thread, if a signal has already arrived.
   */
  public synchronized void onSignal(Runnable work) {
    action = work;
    if (pending) {
      pending = false;
      work.run();
    }
  }

  private synchronized void received() {
    if (action == null) {
      pending = true;
    } else {
      action.run();
    }
  }
}
