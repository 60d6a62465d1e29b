"""The names of inputs in files: without folders that say where somebody keeps them, and without any name where places are hidden."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace

from geomap.model import Analysis, Event, Post, Problem
from geomap.saved import shown_origin

_DIGITS = 16  # hexadecimal

Rename = Callable[[str], str]


def with_shown_origins(analysis: Analysis) -> Analysis:
    """Return the analysis with the names of its inputs as files may show them: no absolute paths, no user names.

    Args:
        analysis: What a run found; the paths of its inputs are as the user gave them.
    """
    return _renamed(analysis, {origin: shown_origin(origin) for origin in _origins(analysis)})


def with_numbered_origins(analysis: Analysis) -> Analysis:
    """Return the analysis with its inputs called "input 1" and so on: names of saved pages and addresses tell their headlines.

    Args:
        analysis: What a run found.
    """
    return _renamed(analysis, {origin: f"input {number}" for number, origin in enumerate(_origins(analysis), 1)})


def with_shown_origin(post: Post) -> Post:
    """Return a post with the name of its input as files may show it; the key of its page stays one of this input alone.

    Args:
        post: The post; the path of its input is as the user gave it.
    """
    shown = shown_origin(post.origin)
    if shown == post.origin:
        return post
    own = f"{shown} {hashlib.sha256(post.origin.encode('utf-8', 'surrogatepass')).hexdigest()[:_DIGITS]}"  # two folders may hold this name
    return replace(post, origin=shown, page=None if post.page is None else post.page.replace(post.origin, own))


def _origins(analysis: Analysis) -> tuple[str, ...]:
    """Return the names of all inputs, documents first."""
    told = (analysis.documents, analysis.posts, analysis.problems, analysis.merged)
    return tuple(dict.fromkeys(one.origin for group in told for one in group if one.origin))


def _renamed(analysis: Analysis, names: Mapping[str, str]) -> Analysis:
    if all(origin == name for origin, name in names.items()):
        return analysis
    sources = {**names, **{shown_origin(origin): name for origin, name in names.items()}}  # what names no publisher is called by its input

    def event(one: Event) -> Event:
        if not any(evidence.source in sources for evidence in one.evidence):
            return one
        told = tuple(replace(evidence, source=sources.get(evidence.source, evidence.source)) for evidence in one.evidence)
        return replace(one, evidence=told)

    return replace(
        analysis,
        documents=tuple(replace(one, origin=names.get(one.origin, one.origin)) for one in analysis.documents),
        posts=tuple(
            replace(post, origin=names.get(post.origin, post.origin), source=sources.get(post.source, post.source))
            for post in analysis.posts
        ),
        tellings=tuple(tuple(map(event, told)) for told in analysis.tellings),
        events=tuple(map(event, analysis.events)),
        unsure=tuple(map(event, analysis.unsure)),
        withdrawn=tuple(map(event, analysis.withdrawn)),
        problems=tuple(_problem(one, names) for one in analysis.problems),
        merged=tuple(replace(one, origin=names.get(one.origin, one.origin)) for one in analysis.merged),
    )


def _problem(problem: Problem, names: Mapping[str, str]) -> Problem:
    """Return a problem whose sentence names its input in the same way."""
    name = names.get(problem.origin, problem.origin)
    text = problem.text.replace(problem.origin, name) if problem.origin else problem.text
    return replace(problem, origin=name, text=text)
