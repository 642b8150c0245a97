package org.pairboot.it.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.commonmark.ext.heading.anchor.IdGenerator;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

/** Extracts what the tests check from the Markdown of a page. */
final class PageReader extends AbstractVisitor {
  private static final Parser PARSER =
      Parser.builder().includeSourceSpans(IncludeSourceSpans.BLOCKS_AND_INLINES).build();
  private static final String COMMENT = "<!-- test:";

  private final Path file;
  private final IdGenerator ids = IdGenerator.builder().build();
  private final List<Block> blocks = new ArrayList<>();
  private final List<DocumentPage.Mention> links = new ArrayList<>();
  private final List<DocumentPage.Mention> spans = new ArrayList<>();
  private final Set<String> anchors = new TreeSet<>();

  private PageReader(Path file) {
    this.file = file;
  }

  static DocumentPage read(Path file) {
    try {
      PageReader reader = new PageReader(file);
      PARSER.parse(Files.readString(file)).accept(reader);
      return new DocumentPage(file, reader.blocks, reader.links, reader.spans, reader.anchors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void visit(FencedCodeBlock block) {
    try {
      blocks.add(
          new Block(
              block.getInfo(), block.getLiteral(), line(block), Expectation.of(comments(block))));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          file + ", before line " + line(block) + ": " + e.getMessage(), e);
    }
  }

  private static List<String> comments(Node block) {
    List<String> comments = new ArrayList<>();
    for (Node node = block.getPrevious();
        node instanceof HtmlBlock html && html.getLiteral().startsWith(COMMENT);
        node = node.getPrevious()) {
      String literal = html.getLiteral().strip();
      comments.addFirst(
          literal.substring(COMMENT.length(), literal.length() - "-->".length()).strip());
    }
    return comments;
  }

  @Override
  public void visit(Heading heading) {
    StringBuilder text = new StringBuilder();
    heading.accept(
        new AbstractVisitor() {
          @Override
          public void visit(Text node) {
            text.append(node.getLiteral());
          }

          @Override
          public void visit(Code node) {
            text.append(node.getLiteral());
          }
        });
    anchors.add(ids.generateId(text.toString()));
    visitChildren(heading);
  }

  @Override
  public void visit(Link link) {
    links.add(new DocumentPage.Mention(link.getDestination(), line(link)));
    visitChildren(link);
  }

  @Override
  public void visit(Code code) {
    spans.add(new DocumentPage.Mention(code.getLiteral(), line(code)));
  }

  private static int line(Node node) {
    return node.getSourceSpans().getFirst().getLineIndex() + 1;
  }
}
