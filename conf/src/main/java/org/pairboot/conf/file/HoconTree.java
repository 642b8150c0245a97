package org.pairboot.conf.file;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pairboot.conf.file.HoconFile.Repeated;

/**
 * What a HOCON file defines under which path, and so how large it gets when its substitutions are
 * filled in. The library fills them in without limits: thirty lines such as {@code x = ${x}${x}}
 * give a gigabyte. All sizes are upper bounds. Not thread-safe.
 */
final class HoconTree {
  /** Of values within each other, in files and when filled in. */
  static final int MAX_DEPTH = 64;

  /** In characters, when filled in. */
  static final long MAX_SIZE = 64L << 20;

  /** Substitutions that need another one first. The library goes as deep, with many calls each. */
  private static final int MAX_CHAIN = 64;

  /** Definitions of one value that continue it, such as {@code +=}. */
  private static final int MAX_CONTINUED = 500;

  /** A value of an environment variable or of the defaults, which are not looked at here. */
  private static final long ELSEWHERE = 1 << 10;

  /** In copied characters; the library is done within a few seconds. */
  private static final long MAX_EFFORT = 4L << 30;

  final Node root = new Node(null, 0);
  private long effort;

  /** Everything that is defined under one path. */
  static final class Node {
    private final Node parent;
    private final int depth;
    private final Map<String, Node> children = HashMap.newHashMap(4);
    private final List<Definition> own = new ArrayList<>(1);
    private long size = -1;
    private long fromReferences = -1;
    private boolean entered;

    private Node(Node parent, int depth) {
      this.parent = parent;
      this.depth = depth;
    }

    Node child(String name) throws TooMuchException {
      if (depth >= MAX_DEPTH) {
        throw new TooMuchException("more than " + MAX_DEPTH + " sections within each other");
      }
      return children.computeIfAbsent(name, _ -> new Node(this, depth + 1));
    }

    int width() {
      return children.size();
    }

    List<Definition> definitions() {
      return own;
    }
  }

  /** One place where something is defined. */
  static final class Definition {
    private final Node node;
    private final Path file;
    private final int line;
    private final List<Reference> references = new ArrayList<>(0);
    private long length = 1;
    private int concatenated;
    private int continues;

    private Definition(Node node, Path file, int line) {
      this.node = node;
      this.file = file;
      this.line = line;
    }

    /**
     * @param substitutions in it, which are put together one after the other
     */
    void add(int characters, int substitutions) {
      length += characters;
      concatenated = Math.max(concatenated, substitutions);
    }

    /**
     * @param base the section into which the file is included in which the substitution is
     */
    void addReference(List<String> path, Node base) {
      references.add(new Reference(path, base));
    }

    /** Notes that it adds to what is defined before, as {@code +=} does. */
    void addToEarlier() {
      continues++;
    }

    private String place() {
      return file + ":" + line;
    }

    /** Whether what was defined before is of no effect for this reason. */
    boolean replacesEarlier() {
      return continues == 0 && references.stream().noneMatch(to -> to.target().node() == node);
    }
  }

  /** A substitution in a file. */
  private record Reference(List<String> path, Node base) {
    Target target() {
      return target(base, path);
    }

    static Target target(Node from, List<String> path) {
      Node found = from;
      for (String name : path) {
        Node next = found.children.get(name);
        if (next == null) {
          return new Target(found, false);
        }
        found = next;
      }
      return new Target(found, true);
    }
  }

  /**
   * What a substitution refers to.
   *
   * @param exact whether {@code node} has the path, and not only the beginning of it
   */
  private record Target(Node node, boolean exact) {}

  /** Everything that is repeated in one file. */
  List<Repeated> repeated() {
    List<Repeated> repeated = new ArrayList<>();
    addRepeated(root, new ArrayList<>(), repeated);
    return repeated;
  }

  /**
   * @param path of {@code node}; the same afterwards
   */
  private static void addRepeated(Node node, List<String> path, List<Repeated> repeated) {
    for (int i = 1; i < node.own.size(); i++) {
      Definition definition = node.own.get(i);
      Definition before = node.own.get(i - 1);
      if (definition.replacesEarlier() && definition.file.equals(before.file)) {
        repeated.add(
            new Repeated(
                List.copyOf(path), definition.place(), before.place(), !node.children.isEmpty()));
      }
    }
    node.children.forEach((name, child) -> {
      path.add(name);
      addRepeated(child, path, repeated);
      path.removeLast();
    });
  }

  /** A file exceeds a limit. */
  static final class TooMuchException extends Exception {
    private static final long serialVersionUID = 1L;

    TooMuchException(String message) {
      super(message);
    }
  }

  static Definition define(Node node, Path file, int line) {
    Definition definition = new Definition(node, file, line);
    node.own.add(definition);
    return definition;
  }

  /** Refuses a file that gets too large, or that the library would need too long for. */
  void requireBounded() throws TooMuchException {
    size(root, 0);
  }

  /** Of everything at and below {@code node}. */
  private long size(Node node, int chain) throws TooMuchException {
    if (node.size >= 0) {
      return node.size;
    }
    enter(node, chain);
    long size = 0;
    for (Node child : node.children.values()) {
      size = limited(size + size(child, chain));
    }
    int continued = 0;
    for (Definition definition : node.own) {
      long others = definition.length;
      long self = definition.continues;
      for (Reference reference : definition.references) {
        if (reference.target().node() == node) {
          self++;
        } else {
          others = limited(others + sizeFor(reference, chain + 1));
        }
      }
      // What continues the earlier value has it within itself; else the two may be merged.
      size = limited(Math.max(1, self) * size + others);
      spend(definition.concatenated * size);
      continued += self > 0 ? 1 : 0;
    }
    if (continued > MAX_CONTINUED) {
      throw new TooMuchException("a value that is continued more than " + MAX_CONTINUED + " times");
    }
    node.entered = false;
    node.size = size;
    return size;
  }

  private long sizeFor(Reference reference, int chain) throws TooMuchException {
    long size = ELSEWHERE + sizeFor(reference.target(), chain);
    return reference.base() == root
        ? size
        : size + sizeFor(Reference.target(root, reference.path()), chain);
  }

  private long sizeFor(Target target, int chain) throws TooMuchException {
    long size = target.exact() ? size(target.node(), chain) : fromReferences(target.node(), chain);
    // What is above may define it too: with a = ${b}, there is an a.c if there is a b.c.
    for (Node above = target.node().parent; above != null; above = above.parent) {
      size = limited(size + fromReferences(above, chain));
    }
    return limited(size);
  }

  /** Of what the definitions of {@code node} itself refer to. */
  private long fromReferences(Node node, int chain) throws TooMuchException {
    if (node.fromReferences >= 0) {
      return node.fromReferences;
    }
    long size = 0;
    for (Definition definition : node.own) {
      for (Reference reference : definition.references) {
        if (reference.target().node() != node) {
          enter(node, chain);
          size = limited(size + sizeFor(reference, chain + 1));
          node.entered = false;
        }
      }
    }
    node.fromReferences = size;
    return size;
  }

  private static void enter(Node node, int chain) throws TooMuchException {
    if (node.entered) {
      throw new TooMuchException("a value that refers to itself by way of others");
    }
    if (chain > MAX_CHAIN) {
      throw new TooMuchException("more than " + MAX_CHAIN + " substitutions that need each other");
    }
    node.entered = true;
  }

  private static long limited(long size) throws TooMuchException {
    if (size > MAX_SIZE) {
      throw new TooMuchException("too much text when substitutions are filled in");
    }
    return size;
  }

  /**
   * Counts what the library copies.
   *
   * @throws TooMuchException when that takes seconds
   */
  void spend(long copied) throws TooMuchException {
    effort += copied;
    if (effort > MAX_EFFORT) {
      throw new TooMuchException(
          "it takes too long to put together; write several values as one, in quotes, and"
              + " 'machines { NAME1 { ... } NAME2 { ... } }' in place of 'machines.NAME1 { ... }'");
    }
  }
}
