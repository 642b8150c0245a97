package org.pairboot.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import org.pairboot.artifacts.catalog.BootRequest;
import org.pairboot.artifacts.catalog.BootRequest.Protocol;
import org.pairboot.artifacts.catalog.Catalog;
import org.pairboot.artifacts.catalog.Catalog.Resolution;
import org.pairboot.artifacts.catalog.RequestName;
import org.pairboot.artifacts.content.Content;
import org.pairboot.conf.ClientPolicies;
import org.pairboot.conf.ClientPolicies.Access;
import org.pairboot.http.event.ResponseListener.Request;

/**
 * Decides on the response to a request, for HEAD the same as for GET. Thread-safe; never blocks
 * unless it says so.
 */
final class Responder {
  private final Catalog catalog;
  private final ClientPolicies<Access> clients;

  /**
   * @param clients decides who gets a 403
   */
  Responder(Catalog catalog, ClientPolicies<Access> clients) {
    this.catalog = catalog;
    this.clients = clients;
  }

  /** What a request leads to. */
  sealed interface Answer {
    /** There is a content under the name. */
    record Found(String name, Resolution resolution) implements Answer {
      Content content() {
        return resolution.content();
      }
    }

    /** A response without content. */
    record Refused(ResponsePlan plan) implements Answer {}
  }

  Answer answer(HttpServerExchange http, HttpRequestInfo request) {
    Request received = request.received();
    if (clients.of(received.peer().getAddress()) == Access.DENY) {
      return new Answer.Refused(ResponsePlan.forbidden());
    }
    HttpString method = http.getRequestMethod();
    if (!method.equals(Methods.GET) && !method.equals(Methods.HEAD)) {
      return new Answer.Refused(ResponsePlan.methodNotAllowed());
    }
    if (request.hasBody()) {
      return new Answer.Refused(ResponsePlan.badRequest("request bodies are not supported"));
    }
    return switch (request.name()) {
      case RequestName.Refused(String reason) ->
          new Answer.Refused(ResponsePlan.badRequest(reason));
      case RequestName.Accepted(String name) ->
          catalog
              .resolve(
                  new BootRequest(
                      name, Protocol.HTTP, received.peer(), received.local(), request.evidence()))
              .<Answer>map(found -> new Answer.Found(name, found))
              .orElseGet(() -> new Answer.Refused(ResponsePlan.notFound(name)));
    };
  }

  /**
   * The response with {@code found}. Blocks as long as {@link Content#identity} does, unless the
   * content opens at once.
   */
  static ResponsePlan plan(HeaderMap request, Answer.Found found) {
    Resolution resolution = found.resolution();
    String etag = ResponsePlan.entityTag(found.content());
    return switch (Preconditions.evaluate(request, etag)) {
      case FAILED -> ResponsePlan.preconditionFailed(resolution);
      case NOT_MODIFIED -> ResponsePlan.notModified(resolution);
      case PROCEED ->
          ResponsePlan.content(found.name(), resolution, selection(request, etag, resolution));
    };
  }

  private static Selection selection(HeaderMap request, String etag, Resolution found) {
    HeaderValues range = request.get(Headers.RANGE);
    return range != null && Preconditions.allowRange(request, etag)
        ? Selection.of(range, found.content().length())
        : new Selection.Whole();
  }
}
