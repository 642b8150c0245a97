package org.pairboot.appliance.cli;

import java.lang.reflect.Proxy;

/**
 * SIGHUP, which would end the JVM otherwise.
 *
 * <p>{@code sun.misc.Signal} is the only way to handle one, and supported (JEP 260); but javac
 * warns of it in a manner that nothing can suppress, so it is called by reflection.
 */
final class HangUp {
  private HangUp() {}

  /** Has {@code action} run on a thread of its own whenever the signal comes, one run at a time. */
  static void handle(Runnable action) throws ReflectiveOperationException {
    Object turn = new Object();
    Class<?> signal = Class.forName("sun.misc.Signal");
    Class<?> handler = Class.forName("sun.misc.SignalHandler");
    Object onSignal =
        Proxy.newProxyInstance(
            handler.getClassLoader(),
            new Class<?>[] {handler},
            (proxy, method, arguments) -> {
              if (method.getName().equals("handle")) {
                synchronized (turn) {
                  action.run();
                }
              }
              return null;
            });
    signal
        .getMethod("handle", signal, handler)
        .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), onSignal);
  }
}
