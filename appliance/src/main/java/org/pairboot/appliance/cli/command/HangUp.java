package org.pairboot.appliance.cli.command;

import java.lang.reflect.Proxy;

/**
 * SIGHUP, which would end the JVM otherwise. A signal that comes before there is something to do is
 * remembered. Thread-safe.
 *
 * <p>{@code sun.misc.Signal} is the only way to handle one, and supported (JEP 260); but javac
 * warns of it in a manner that nothing can suppress, so it is called by reflection.
 */
final class HangUp {
  private Runnable action;
  private boolean missed;

  private HangUp() {}

  /** From now on the signal ends the process no longer. */
  static HangUp caught() throws ReflectiveOperationException {
    HangUp hangUp = new HangUp();
    Class<?> signal = Class.forName("sun.misc.Signal");
    Class<?> handler = Class.forName("sun.misc.SignalHandler");
    Object onSignal =
        Proxy.newProxyInstance(
            handler.getClassLoader(),
            new Class<?>[] {handler},
            (proxy, method, arguments) -> {
              if (method.getName().equals("handle")) {
                hangUp.received();
              }
              return null;
            });
    signal
        .getMethod("handle", signal, handler)
        .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), onSignal);
    return hangUp;
  }

  /**
   * Has {@code work} run whenever the signal comes, one run at a time, on a thread of its own; at
   * once and on this thread if the signal has come already.
   */
  synchronized void handle(Runnable work) {
    action = work;
    if (missed) {
      missed = false;
      work.run();
    }
  }

  private synchronized void received() {
    if (action == null) {
      missed = true;
    } else {
      action.run();
    }
  }
}
