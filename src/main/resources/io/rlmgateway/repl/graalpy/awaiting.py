"""Cells with a top-level `await`. They are rare, so what only they need is made for the first of them."""

_tools = None


def awaits_at_top(tree):
    return _of_awaiting()[0](tree).awaits


def run_awaiting(source, tree, name):
    """Runs a cell as the body of a coroutine whose names are all global."""
    TopLevel, PlainAssignment, ast = _of_awaiting()
    bound = TopLevel(tree).bound
    body = [PlainAssignment().visit(statement) for statement in tree.body]
    if isinstance(body[-1], ast.Expr):
        body[-1] = ast.copy_location(ast.Return(body[-1].value), body[-1])
    if bound:
        body.insert(0, ast.Global(sorted(bound)))
    wrapper = ast.parse("async def __cell__(): pass")
    wrapper.body[0].body = body
    code = compile(ast.fix_missing_locations(wrapper), name, "exec", dont_inherit=True)
    import_common(source, global_names(code))
    exec(code, main)
    return run_coroutine(main.pop("__cell__")())


def _of_awaiting():
    global _tools
    if _tools is None:
        _tools = _make_tools()
    return _tools


def _make_tools():
    import ast

    def defaults(node):
        arguments = getattr(node, "args", None)
        return [] if arguments is None else [each for each in (*arguments.defaults, *arguments.kw_defaults) if each]

    class TopLevel(ast.NodeVisitor):
        """What stands outside of functions and classes: names that are bound there, and whether something is awaited."""

        def __init__(self, tree):
            self.bound, self.awaits = set(), False
            self.visit(tree)

        def _definition(self, node):
            self.bound.add(node.name)
            for outer in (*node.decorator_list, *getattr(node, "bases", ()), *defaults(node)):
                self.visit(outer)

        visit_FunctionDef = visit_AsyncFunctionDef = visit_ClassDef = _definition

        def visit_Lambda(self, node):
            for default in defaults(node):
                self.visit(default)

        def visit_Name(self, node):
            if not isinstance(node.ctx, ast.Load):
                self.bound.add(node.id)

        def visit_alias(self, node):
            self.bound.add((node.asname or node.name).partition(".")[0])

        def generic_visit(self, node):
            self.awaits |= (
                isinstance(node, (ast.Await, ast.AsyncFor, ast.AsyncWith)) or getattr(node, "is_async", 0) == 1
            )
            if isinstance(node, (ast.ExceptHandler, ast.MatchAs, ast.MatchStar)) and node.name:
                self.bound.add(node.name)
            super().generic_visit(node)

    class PlainAssignment(ast.NodeTransformer):
        """A global name cannot be annotated inside a function, so the annotation goes."""

        def visit_AnnAssign(self, node):
            if node.value is None:
                return ast.copy_location(ast.Pass(), node)
            return ast.copy_location(ast.Assign([node.target], node.value), node)

        def visit_FunctionDef(self, node):
            return node

        visit_AsyncFunctionDef = visit_ClassDef = visit_Lambda = visit_FunctionDef

    return TopLevel, PlainAssignment, ast
