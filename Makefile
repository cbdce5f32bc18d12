# 卫片执法图斑核查 / LandWatch. `make help` lists the targets. Each target sets up what it needs (tools/setup.sh).
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
unexport PYTHONDONTWRITEBYTECODE
PYTHON := .venv/bin/python
PURE := $(wildcard tests/domain tests/overlay tests/ledger tests/reports tests/coordinates)
OFFSCREEN := QT_QPA_PLATFORM=offscreen
DEMO := build/demo/演示县.qgz

.PHONY: help setup demo test run stage zip dev lint i18n pictures bench process trial clean

help: ## 列出命令 / this list
	@sed -n 's/^\([a-z0-9]*\):[^#]*## /\1\t/p' $(firstword $(MAKEFILE_LIST)) | while IFS='	' read -r name text; do \
		printf '  make %-10s %s\n' "$$name" "$$text"; done

setup:
	@sh tools/setup.sh >&2

demo: setup ## 生成演示县数据并走一遍主流程 / the made-up county and the main job
	@$(OFFSCREEN) $(PYTHON) -m demo.main

test: setup lint stage ## 全部检查和测试 / lint and all tests
	@$(PYTHON) -m pytest -p no:pytest_qgis $(PURE)
	@$(PYTHON) -m pytest -p no:pytest_qgis -m thorough $(PURE)
	@$(OFFSCREEN) $(PYTHON) -m pytest -m '' $(addprefix --ignore=,$(PURE))

run: setup ## 打开 QGIS 和演示县 / QGIS with the plugin and the demo county
	@test -f "$(DEMO)" || $(MAKE) demo
	@$(PYTHON) -m tools.desktop "$(DEMO)"

stage: setup ## 组装插件目录 / build/plugins/landwatch_plugin
	@$(PYTHON) -m tools.stage >&2

zip: setup ## 打包安装文件 / build/landwatch_plugin.<version>.zip
	@$(PYTHON) -m tools.stage --zip

dev: setup ## 链接式插件目录，边改边用 / the plugin folder as links
	@$(PYTHON) -m tools.stage --dev

lint: setup ## 代码检查 / ruff, mypy, bandit
	@.venv/bin/ruff check
	@.venv/bin/mypy
	@.venv/bin/bandit -q -r landwatch_plugin -c pyproject.toml

i18n: setup ## 更新中文翻译 / collect texts, list what lacks Chinese, compile
	@$(PYTHON) -m tools.i18n

pictures: setup stage ## 重做说明书图片 / the pictures of the guide
	@$(PYTHON) -m tools.pictures

bench: setup ## 套合、规则计时 / time the overlay and the rules
	@$(PYTHON) -m benchmarks.overlay $(ARGS)
	@$(OFFSCREEN) $(PYTHON) -m benchmarks.rules

process: setup ## 命令行算法，例 / e.g. make process ARGS="list"
	@$(PYTHON) -m tools.process $(ARGS)

trial: setup ## 试运行演示 / the trial month
	@$(OFFSCREEN) $(PYTHON) -m demo.trial

clean: ## 删除 build 和缓存 / remove what was built
	@rm -rf build .qgis-settings .mypy_cache .ruff_cache .pytest_cache .hypothesis i18n/*.qm
	@find landwatch_plugin tests tools demo benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +
