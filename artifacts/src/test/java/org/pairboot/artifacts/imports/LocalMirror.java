package org.pairboot.artifacts.imports;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;

/** Serves a directory by HTTP, with listing pages, as the mirrors of distributions do. */
final class LocalMirror implements AutoCloseable {
  private final HttpServer server;

  LocalMirror(Path directory) {
    server =
        SimpleFileServer.createFileServer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            directory.toAbsolutePath(),
            SimpleFileServer.OutputLevel.NONE);
    server.start();
  }

  /**
   * @param path starts with a slash
   */
  String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
