package org.pairboot.testing;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The default file system, until it breaks: from then on any access fails, and is counted even if
 * whoever asked ignores that.
 */
public final class BreakableFileSystem extends FileSystemProvider {
  private final FileSystem real = FileSystems.getDefault();
  private final List<String> accesses = new CopyOnWriteArrayList<>();
  private volatile boolean broken;

  /** {@code path} of the default file system, in this one. */
  public Path path(Path path) {
    return (Path)
        Proxy.newProxyInstance(
            Path.class.getClassLoader(),
            new Class<?>[] {Path.class},
            (self, method, arguments) ->
                switch (method.getName()) {
                  case "getFileSystem" -> Proxied.of(this, real);
                  case "iterator" -> elements(path);
                  case "toRealPath" -> {
                    check(path);
                    yield path(path.toRealPath());
                  }
                  default -> {
                    Object[] plain =
                        arguments == null
                            ? null
                            : Arrays.stream(arguments)
                                .map(each -> each instanceof Path other ? plain(other) : each)
                                .toArray();
                    try {
                      Object result = method.invoke(path, plain);
                      yield result instanceof Path made ? path(made) : result;
                    } catch (InvocationTargetException e) {
                      throw e.getCause();
                    }
                  }
                });
  }

  /** From now on, nothing works. */
  public void breakNow() {
    broken = true;
  }

  /** What was asked for since it broke. */
  public List<String> accesses() {
    return List.copyOf(accesses);
  }

  private Iterator<Path> elements(Path path) {
    List<Path> elements = new ArrayList<>();
    path.forEach(each -> elements.add(path(each)));
    return elements.iterator();
  }

  private static Path plain(Path path) {
    return Path.of(path.toString());
  }

  private Path check(Path path) throws IOException {
    if (broken) {
      accesses.add(path.toString());
      throw new IOException("the file system is broken: " + path);
    }
    return plain(path);
  }

  /** The file system as its paths have it: only its provider is another one. */
  private static final class Proxied extends FileSystem {
    private final BreakableFileSystem provider;
    private final FileSystem real;

    private Proxied(BreakableFileSystem provider, FileSystem real) {
      this.provider = provider;
      this.real = real;
    }

    static FileSystem of(BreakableFileSystem provider, FileSystem real) {
      return new Proxied(provider, real);
    }

    @Override
    public FileSystemProvider provider() {
      return provider;
    }

    @Override
    public void close() {
      // Like the default one.
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public boolean isReadOnly() {
      return real.isReadOnly();
    }

    @Override
    public String getSeparator() {
      return real.getSeparator();
    }

    @Override
    public Iterable<Path> getRootDirectories() {
      return List.of(provider.path(Path.of("/")));
    }

    @Override
    public Iterable<FileStore> getFileStores() {
      return real.getFileStores();
    }

    @Override
    public Set<String> supportedFileAttributeViews() {
      return real.supportedFileAttributeViews();
    }

    @Override
    public Path getPath(String first, String... more) {
      return provider.path(real.getPath(first, more));
    }

    @Override
    public PathMatcher getPathMatcher(String pattern) {
      return path -> real.getPathMatcher(pattern).matches(plain(path));
    }

    @Override
    public UserPrincipalLookupService getUserPrincipalLookupService() {
      return real.getUserPrincipalLookupService();
    }

    @Override
    public WatchService newWatchService() throws IOException {
      return real.newWatchService();
    }
  }

  @Override
  public String getScheme() {
    return "breakable";
  }

  @Override
  public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileSystem getFileSystem(URI uri) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Path getPath(URI uri) {
    throw new UnsupportedOperationException();
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return Files.newByteChannel(check(path), options, attributes);
  }

  @Override
  public FileChannel newFileChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return FileChannel.open(check(path), options, attributes);
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path directory, DirectoryStream.Filter<? super Path> filter) throws IOException {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(check(directory))) {
      for (Path entry : found) {
        if (filter.accept(path(entry))) {
          entries.add(path(entry));
        }
      }
    }
    return new DirectoryStream<>() {
      @Override
      public Iterator<Path> iterator() {
        return entries.iterator();
      }

      @Override
      public void close() {
        // It is read already.
      }
    };
  }

  @Override
  public void createDirectory(Path directory, FileAttribute<?>... attributes) throws IOException {
    Files.createDirectory(check(directory), attributes);
  }

  @Override
  public void delete(Path path) throws IOException {
    Files.delete(check(path));
  }

  @Override
  public void copy(Path source, Path target, CopyOption... options) throws IOException {
    Files.copy(check(source), check(target), options);
  }

  @Override
  public void move(Path source, Path target, CopyOption... options) throws IOException {
    Files.move(check(source), check(target), options);
  }

  @Override
  public boolean isSameFile(Path path, Path other) throws IOException {
    return Files.isSameFile(check(path), check(other));
  }

  @Override
  public boolean isHidden(Path path) throws IOException {
    return Files.isHidden(check(path));
  }

  @Override
  public FileStore getFileStore(Path path) throws IOException {
    return Files.getFileStore(check(path));
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    Path checked = check(path);
    checked.getFileSystem().provider().checkAccess(checked, modes);
  }

  @Override
  public <V extends FileAttributeView> V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    return Files.getFileAttributeView(plain(path), type, options);
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    return Files.readAttributes(check(path), type, options);
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options)
      throws IOException {
    return Files.readAttributes(check(path), attributes, options);
  }

  @Override
  public void setAttribute(Path path, String attribute, Object value, LinkOption... options)
      throws IOException {
    Files.setAttribute(check(path), attribute, value, options);
  }
}
