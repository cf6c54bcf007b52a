package io.rlmgateway.session;

import io.rlmgateway.document.DocumentText;
import io.rlmgateway.repl.Repl;
import io.rlmgateway.repl.ReplDocument;
import io.rlmgateway.repl.ReplFunction;
import io.rlmgateway.repl.ReplLimits;
import io.rlmgateway.repl.ReplSetup;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Opens the REPL of a session with all that its Python sees. */
record SandboxSetup(SessionTree tree, Task task) {

    Repl open(LiveScope scope) {
        return tree.parts()
                .repls()
                .open(
                        new ReplSetup(tree.caller().tenant(), documents(), variables(), functions(scope), limits()),
                        new CellJournal(tree, task.place().number()));
    }

    private List<ReplDocument> documents() {
        return conversation().documents(task.documents()).stream()
                .map(SandboxSetup::document)
                .toList();
    }

    private Conversation conversation() {
        return task.level() == 0 ? tree.conversation() : Conversation.NONE;
    }

    private static ReplDocument document(DocumentText document) {
        return new ReplDocument(document.id(), document.name(), document.mediaType(), document.file());
    }

    private Map<String, Object> variables() {
        Map<String, Object> variables = new LinkedHashMap<>();
        variables.put("history", task.history());
        List<RequestImage> images = tree.images().all();
        if (!images.isEmpty()) {
            variables.put("images", images.stream().map(RequestImage::handle).toList());
        }
        if (task.documents().isEmpty()) {
            variables.put("context", task.contextText());
        }
        if (conversation().isContinued()) {
            // setup.py shows one after the other
            variables.put("__requests__", conversation().requests(task));
        }
        return variables;
    }

    private List<ReplFunction> functions(LiveScope scope) {
        List<ReplFunction> functions = new ArrayList<>();
        tree.parts().functions().forEach(function -> functions.add(new HostFunction(function, scope, tree, task)));
        if (task.level() == 0) {
            ClientTools tools = tree.toolCalls().tools();
            tools.offered().forEach(tool -> functions.add(new ToolFunction(tool, true, scope, tree)));
            tools.gone().forEach(tool -> functions.add(new ToolFunction(tool, false, scope, tree)));
        }
        return functions;
    }

    private ReplLimits limits() {
        return tree.parts().cellLimits();
    }
}
